// Ticks the time left of a hold. Without it the server's figure is hidden, and the day and time beside it say the same.
// In another language than English the page gives its words: web/count_down.html.
const { day, hour, minutes, expired } = {
  day: "24 hours left",
  hour: "1 hour left",
  minutes: "5 minutes left",
  expired: "expired",
  ...document.querySelector('meta[name="count-down"]')?.dataset,
};
const SAID = { 86400: day, 3600: hour, 300: minutes };
const two = (number) => String(number).padStart(2, "0");

class CountDown extends HTMLElement {
  connectedCallback() {
    this.until = Date.parse(this.getAttribute("until"));
    this.figure = Object.assign(document.createElement("span"), { ariaHidden: "true" });
    this.said = Object.assign(document.createElement("span"), { className: "unseen", role: "status" });
    this.first = Object.assign(document.createElement("span"), { className: "unseen", textContent: this.textContent });
    this.replaceChildren(this.figure, this.first, this.said);
    this.timer = setInterval(() => this.tick(), 1000);
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    const left = Math.max(Math.floor((this.until - Date.now()) / 1000), 0);
    const hours = Math.floor(left / 3600);
    const rest = `${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    this.figure.textContent = left === 0 ? expired : hours ? `${hours}:${rest}` : rest.replace(/^0/, "");
    if (SAID[left]) this.said.textContent = SAID[left];
    if (left === 0) {
      this.first.textContent = expired;
      clearInterval(this.timer);
    }
  }
}

customElements.define("count-down", CountDown);
