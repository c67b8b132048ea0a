// Puts a button beside the address of a page that copies it. Without it, the address stands there to be copied by hand.
// Its words are attributes of the element: a page says them in the language of its reader.
class CopyLink extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.button = Object.assign(document.createElement("button"), { type: "button", textContent: this.dataset.copy });
    this.button.className = "button";
    this.said = Object.assign(document.createElement("span"), { className: "hint", role: "status" });
    this.append(this.button, this.said);
    this.button.addEventListener("click", () => this.copy());
  }

  async copy() {
    this.field.select();
    try {
      await navigator.clipboard.writeText(this.field.value);
      this.said.textContent = this.dataset.copied;
    } catch {
      this.said.textContent = this.dataset.byHand;
    }
  }
}

customElements.define("copy-link", CopyLink);
