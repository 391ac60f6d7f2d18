// Bullets by keyboard: Ctrl+] and Ctrl+[ move lines in and out, Enter goes on with the bullet.
// Tab is left alone, and so is everything while an input method composes a syllable.
const STEP = "  ";
const BULLET = /^(\s*)([□■○◯◦●❍·•▪ㆍ※]|[ㅇ*](?=\s)|[-–—―](?=\s|\p{L})|\(?(?:\d{1,2}|[가-하])\)|(?:\d{1,2}|[가-하])\.(?=\s)|[①-⑳])(\s*)/u;
const HANGUL = "가나다라마바사아자차카타파하";

// The browser's own editing command, so that undo knows of it.
const replace = (area, start, end, text) => {
  area.setSelectionRange(start, end);
  const done = document.execCommand(text ? "insertText" : "delete", false, text);
  if (done) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

const lineStart = (text, place) => text.lastIndexOf("\n", place - 1) + 1;

const lineEnd = (text, place) => {
  const end = text.indexOf("\n", place);
  return end < 0 ? text.length : end;
};

const movedIn = (line) => (line.trim() ? STEP + line : line);
const movedOut = (line) => line.replace(/^(?: {1,2}|\t)/, "");

const move = (area, moved) => {
  const { value, selectionStart, selectionEnd } = area;
  const start = lineStart(value, selectionStart);
  const end = lineEnd(value, selectionEnd);
  const lines = value.slice(start, end).split("\n");
  const changed = lines.map(moved);
  if (changed.join() === lines.join()) return;
  replace(area, start, end, changed.join("\n"));
  const first = changed[0].length - lines[0].length;
  const all = changed.join("\n").length - (end - start);
  const from = Math.max(start, selectionStart + first);
  area.setSelectionRange(from, Math.max(from, selectionEnd + all));
};

const nextHangul = (letter) => HANGUL[(HANGUL.indexOf(letter) + 1) % HANGUL.length];

const nextMarker = (marker) =>
  marker
    .replace(/\d+/, (number) => String(Number(number) + 1))
    .replace(/[가-하]/, nextHangul)
    .replace(/[①-⑲]/, (circled) => String.fromCodePoint(circled.codePointAt(0) + 1));

// Begins the next line with the bullet of this one, or ends the list on an empty bullet.
const goOn = (area) => {
  const { value, selectionStart: place } = area;
  const start = lineStart(value, place);
  const line = value.slice(start, lineEnd(value, place));
  const bullet = BULLET.exec(line);
  if (!bullet || place < start + bullet[0].length) return false;
  const [head, indent, marker, gap] = bullet;
  if (line.trimEnd().length <= head.trimEnd().length) replace(area, start, start + line.length, "");
  else replace(area, place, place, `\n${indent}${nextMarker(marker)}${gap}`);
  return true;
};

const handled = (area, event) => {
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (command && event.code === "BracketRight") return move(area, movedIn) ?? true;
  if (command && event.code === "BracketLeft") return move(area, movedOut) ?? true;
  const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  const caret = area.selectionStart === area.selectionEnd;
  return event.key === "Enter" && bare && caret && goOn(area);
};

document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement) || !("outline" in area.dataset)) return;
  if (event.isComposing || event.keyCode === 229) return;
  if (handled(area, event)) event.preventDefault();
});
