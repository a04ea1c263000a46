// Keys that work on every page, and the skip link. Typing in a field is never taken for a command.
const typing = (target) => target.closest("input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox]") !== null;

let stop;

export function start(shell) {
  let first = null;
  let timer = 0;
  const forget = () => {
    first = null;
    clearTimeout(timer);
  };
  const onKey = (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
    if (e.key === "?") {
      e.preventDefault();
      shell.invokeMethodAsync("ShowKeys");
    } else if (first === "g") {
      forget();
      shell.invokeMethodAsync("Go", e.key);
    } else if (e.key === "g") {
      first = "g";
      timer = setTimeout(forget, 1500);
    }
  };
  const onClick = (e) => {
    if (!e.target.closest?.(".skip-link")) return;
    e.preventDefault();
    document.getElementById("main")?.focus();
  };
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  stop = () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", onClick);
  };
}

export function end() {
  stop?.();
}
