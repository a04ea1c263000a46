// Runs in <head> before the first paint: the page never shows the other theme first.
(() => {
  const key = "investigator.theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return localStorage.getItem(key) ?? "system";
    } catch {
      return "system"; // storage can be forbidden; the theme then lasts as long as the page
    }
  };
  let choice = read();
  const apply = () => {
    const dark = choice === "dark" || (choice === "system" && system.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("themechange", { detail: { dark } }));
  };
  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", (e) => {
    if (e.key !== key) return;
    choice = read();
    apply();
  });
  window.investigatorTheme = {
    choice: () => choice,
    choose(value) {
      choice = value;
      try {
        localStorage.setItem(key, value);
      } catch {
        // see read
      }
      apply();
    },
  };
})();
