// Weeks that are drawn anew while somebody types, drags or uses the arrows. Without it they are plain fields of a form.
// What is drawn here is what web/charts.py draws: the fields stay the truth, and only they are sent.
const HIGH = 116;

class WeekHours extends HTMLElement {
  connectedCallback() {
    this.most = Number(this.getAttribute("most"));
    this.weeks = [...this.querySelectorAll("[data-week]")];
    this.inputs = this.weeks.map((week) => week.querySelector("input"));
    this.weeks.forEach((week, place) => this.prepare(week, place));
    this.form = this.closest("form");
    this.form.querySelector(".same")?.addEventListener("click", () => this.fillFrom(this.at ?? 0));
    this.count();
  }

  prepare(week, place) {
    const input = this.inputs[place];
    input.addEventListener("input", () => this.draw(place));
    input.addEventListener("invalid", () => input.validity.rangeUnderflow && input.setCustomValidity(input.title));
    input.addEventListener("focus", () => this.tellLeast(place));
    input.addEventListener("keydown", (event) => this.pressed(event, place));
    const picture = week.querySelector(".picture");
    picture.addEventListener("pointerdown", (event) => this.grasp(event, picture, place));
  }

  pressed(event, place) {
    const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 8, PageDown: -8 }[event.key];
    const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) this.set(place, Number(this.inputs[place].value) + step);
    else if (turn) this.inputs[place + turn]?.focus();
    else return;
    event.preventDefault();
  }

  grasp(event, picture, place) {
    if (event.button) return;
    const follow = (now) => this.set(place, this.hoursAt(picture, now));
    const leave = () => {
      picture.removeEventListener("pointermove", follow);
      this.inputs[place].focus({ preventScroll: true });
    };
    picture.setPointerCapture(event.pointerId);
    picture.addEventListener("pointermove", follow);
    for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, leave, { once: true });
    follow(event);
  }

  hoursAt(picture, { clientX, clientY }) {
    const drawing = [...picture.children].find((each) => each.getClientRects().length);
    const box = drawing.getBoundingClientRect();
    const share = drawing.classList.contains("lying") ? (clientX - box.left) / box.width : (box.bottom - clientY) / box.height;
    return Math.round(share * this.most);
  }

  set(place, hours) {
    const input = this.inputs[place];
    input.value = Math.min(Math.max(hours, Number(input.min)), 168);
    this.draw(place);
  }

  fillFrom(place) {
    for (let next = place + 1; next < this.inputs.length; next += 1) this.set(next, Number(this.inputs[place].value));
  }

  draw(place) {
    this.inputs[place].setCustomValidity("");
    const { held, booked } = this.weeks[place].dataset;
    const hours = Number(this.inputs[place].value);
    const parts = { booked: Number(booked), held: Number(held) };
    parts.free = Math.max(hours - parts.booked - parts.held, 0);
    const [upright, lying] = this.weeks[place].querySelectorAll("svg");
    let foot = HIGH;
    let start = 0;
    for (const [kind, value] of Object.entries(parts)) {
      const share = Math.min(value / this.most, 1);
      foot -= share * HIGH;
      this.place(upright, kind, { y: foot, height: share * HIGH });
      this.place(lying, kind, { x: `${start * 100}%`, width: `${share * 100}%` });
      start += share;
    }
    this.place(upright, "there", { y: Math.max(HIGH - Math.min(hours / this.most, 1) * HIGH - 1, 0) });
    this.count();
  }

  place(drawing, kind, attributes) {
    const bar = drawing.querySelector(`.${kind}`);
    for (const [name, value] of Object.entries(attributes)) bar.setAttribute(name, value);
  }

  tellLeast(place) {
    this.at = place;
    const least = this.inputs[place].min;
    const told = Number(least) ? this.dataset.least.replace("#", least) : "";
    this.form.querySelector(".least").textContent = told;
  }

  count() {
    const changed = this.inputs.filter((input) => Number(input.value) !== Number(input.dataset.was));
    this.weeks.forEach((week, place) => week.classList.toggle("is-changed", changed.includes(this.inputs[place])));
    const said = changed.length === 1 ? this.dataset.one : this.dataset.many.replace("#", changed.length);
    this.form.querySelector(".changes").textContent = changed.length ? said : "";
  }
}

customElements.define("week-hours", WeekHours);
