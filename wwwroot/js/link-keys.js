// A key clicks the link that names it in data-key. Typing, tabs and grids keep their own keys.
const own = "input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=tablist], [role=dialog], [role=menu]";

const onKey = (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.target.closest(own)) return;
  const link = [...document.querySelectorAll("[data-key]")].find((a) => a.dataset.key.split(" ").includes(e.key));
  if (!link) return;
  e.preventDefault();
  link.click();
};

export const start = () => document.addEventListener("keydown", onKey);
export const end = () => document.removeEventListener("keydown", onKey);
