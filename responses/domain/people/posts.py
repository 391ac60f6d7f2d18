"""How a person's department and post are said together. Pure."""


def department_and_post(department: str, post: str) -> str:
    """Return both in one line, the post only once where the department is named after it.

    So it is with 정보공개담당관, which is headed by a 담당관. Either may be empty.
    """
    repeats = post and department.casefold().endswith(post.casefold())
    return department if repeats else " ".join(filter(None, (department, post)))
