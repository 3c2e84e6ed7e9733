// The red thread: fold and unfold all goals, print on one sheet. The page works without it.
const goals = [...document.querySelectorAll("details.tg")];

document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-fold]");
    if (fold) {
        const isOpen = goals.some((goal) => goal.open);
        goals.forEach((goal) => {
            goal.open = !isOpen;
        });
        fold.textContent = isOpen ? fold.dataset.foldOpen : fold.dataset.foldClose;
    }
    if (event.target.closest("[data-print]")) window.print();
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    const goal = target && target.closest("details.tg");
    if (goal) goal.open = true;
});

// A folded goal is printed too.
window.addEventListener("beforeprint", () => {
    goals.forEach((goal) => {
        goal.dataset.was = goal.open ? "1" : "";
        goal.open = true;
    });
});
window.addEventListener("afterprint", () => {
    goals.forEach((goal) => {
        goal.open = goal.dataset.was === "1";
    });
});
