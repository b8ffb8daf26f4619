// A button that copies a text field; without this module it stays hidden and the text can be picked by hand.
async function copied(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // plain http has no clipboard of its own
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await copied(document.getElementById(button.dataset.copy))) button.textContent = button.dataset.done;
  });
}
