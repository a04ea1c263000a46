// Forms that need a passkey (data-passkey) ask the browser for it before they are sent. Loaded as a module by the page that has one.
const says = (form, words) => {
  const place = form.querySelector("[data-said]");
  place.textContent = words;
  place.hidden = words === "";
};

const why = (error) => {
  if (error.name === "InvalidStateError") return "This device has a passkey for your account already.";
  if (error.name === "SecurityError") return "Browsers keep no passkeys for a number such as 127.0.0.1: open Investigator under a name, here localhost.";
  if (error.name === "NotAllowedError") return "It was cancelled, took too long, or this device has no passkey for Investigator.";
  return "That did not go through. Try again.";
};

async function fill(form) {
  const make = form.dataset.passkey === "create";
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    throw Object.assign(new Error(), { words: "This browser knows no passkeys here: it needs a newer one, and https or localhost." });
  }
  const answer = await fetch(form.dataset.begin, { method: "POST", credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.statusText);
  const { options, step } = await answer.json();
  const asked = JSON.parse(options);
  const credential = make
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
  form.elements.credential.value = JSON.stringify(credential);
  form.elements.step.value = step;
}

// One listener for all such forms, however often the module is asked for and the page is drawn anew.
document.addEventListener("submit", async (e) => {
  const form = e.target.closest("form[data-passkey]");
  if (!form) return;
  e.preventDefault();
  says(form, "");
  try {
    await fill(form);
    form.submit();
  } catch (error) {
    says(form, error.words ?? why(error));
  }
});

export function start() {
  // Importing the module is all there is to do.
}
