/* Rows are dragged by the grip; the buttons beside it do the same by keyboard. */

export function drag(event, told) {
  const row = event.target.closest("tr");
  const body = row.parentElement;
  event.preventDefault();
  row.classList.add("is-dragged");
  const follow = (moving) => {
    const over = document.elementFromPoint(moving.clientX, moving.clientY)?.closest("tr");
    if (!over || over === row || over.parentElement !== body) return;
    const box = over.getBoundingClientRect();
    if (moving.clientY < box.top + box.height / 2) over.before(row);
    else over.after(row);
  };
  const end = () => {
    row.classList.remove("is-dragged");
    document.removeEventListener("pointermove", follow);
    told(body);
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", end, { once: true });
}
