// Puts a button beside the address of a page that copies it. Without it, the address stands there to be copied by hand.
class CopyLink extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.button = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy the link" });
    this.button.className = "button";
    this.said = Object.assign(document.createElement("span"), { className: "hint", role: "status" });
    this.append(this.button, this.said);
    this.button.addEventListener("click", () => this.copy());
  }

  async copy() {
    this.field.select();
    try {
      await navigator.clipboard.writeText(this.field.value);
      this.said.textContent = "Copied.";
    } catch {
      this.said.textContent = "Your browser does not let a page copy. The address is selected: copy it by hand.";
    }
  }
}

customElements.define("copy-link", CopyLink);
