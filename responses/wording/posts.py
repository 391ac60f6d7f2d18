"""Posts that people have in Korean cities, lowest first; people type what they like."""

POSTS = ("주무관", "팀장", "과장", "담당관", "국장")
