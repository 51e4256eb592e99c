"use strict";
// Keys, the tie between a finding and its cell, and uploads with progress. Every page works without it.

const findings = [...document.querySelectorAll("article.finding[data-finding]")];
let now = -1;

function choose(number, from) {
  const index = findings.findIndex((one) => one.dataset.finding === String(number));
  if (index < 0) return;
  now = index;
  for (const one of document.querySelectorAll(".now")) one.classList.remove("now");
  findings[index].classList.add("now");
  const marks = [...document.querySelectorAll(`[data-finding="${number}"]`)].filter((one) => one !== findings[index]);
  for (const one of marks) one.classList.add("now");
  if (from !== "page" && marks.length) {
    const page = marks[0].closest(".page") || marks[0];
    // the picture may not have its place yet: go to the page first, then to the cell
    page.scrollIntoView({ block: "nearest" });
    marks[0].scrollIntoView({ block: "center" });
  }
  if (from !== "finding") findings[index].scrollIntoView({ block: "nearest" });
}

for (const one of findings) one.addEventListener("click", () => choose(one.dataset.finding, "finding"));
for (const one of document.querySelectorAll(".box, td.flagged"))
  one.addEventListener("click", () => choose(one.dataset.finding, "page"));

function step(by) {
  if (!findings.length) return;
  const next = Math.min(findings.length - 1, Math.max(0, now + by));
  choose(findings[next].dataset.finding);
  findings[next].focus({ preventScroll: true });
}

function outcome(word) {
  if (now < 0) step(1);
  const box = now >= 0 && findings[now].querySelector(`input[type=radio][value="${word}"]`);
  if (!box) return;
  box.checked = true;
  const reason = findings[now].querySelector("input[name^=reason]");
  if (word === "confirmed" || reason.value) step(1);
  else reason.focus();
}

function press(selector) {
  const one = document.querySelector(selector);
  if (one) one.click();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  c: () => outcome("confirmed"),
  x: () => outcome("rejected"),
  s: () => outcome("explained"),
  g: () => now >= 0 && findings[now].querySelector("[data-correct]")?.click(),
  l: () => press("button[data-key=l]:not(:disabled)"),
  p: () => press("input[name=report][value=passed]"),
  t: () => press("input[name=report][value=returned]"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) press("#submit");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") document.activeElement.blur();
  if (event.target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea")) return;
  const act = KEYS[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    act();
  }
});

for (const one of document.querySelectorAll("[data-correct]"))
  one.addEventListener("click", () => {
    const article = one.closest("article");
    const box = article.querySelector("input[type=radio][value=corrected]");
    if (box) box.checked = true;
    document.querySelector("#correct-field").value = one.dataset.correct;
    document.querySelector("#correct").scrollIntoView({ block: "center" });
    document.querySelector("#correct-value").focus();
  });

const upload = document.querySelector("#upload");
if (upload) {
  const files = upload.querySelector("#file");
  const drop = upload.querySelector("#drop");
  files.multiple = true;
  for (const name of ["dragover", "dragleave", "drop"])
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") files.files = event.dataTransfer.files;
    });
  upload.addEventListener("submit", (event) => {
    if (event.submitter?.formAction.endsWith("/precheck")) {
      files.multiple = false;
      return;
    }
    event.preventDefault();
    for (const file of files.files) send(file);
    files.value = "";
  });
}

function send(file) {
  const line = document.createElement("li");
  const bar = document.createElement("progress");
  const said = document.createElement("span");
  line.append(`${file.name} `, bar, " ", said);
  document.querySelector("#uploads").prepend(line);
  const form = new FormData();
  form.append("csrf", upload.elements.csrf.value);
  if (upload.elements.unit) form.append("unit", upload.elements.unit.value);
  form.append("file", file);
  const request = new XMLHttpRequest();
  request.open("POST", "/upload");
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    bar.max = event.total;
    bar.value = event.loaded;
  });
  request.addEventListener("loadend", () => {
    bar.remove();
    const answer = request.response;
    if (request.status === 202) {
      const link = document.createElement("a");
      link.href = answer.receipt;
      link.textContent = "看回执";
      said.append(answer.message, " ", link);
    } else {
      said.className = "problem";
      said.textContent = answer?.error ? `${answer.error.what}：${answer.error.why}。${answer.error.next}` : "没有传完，请重试";
    }
  });
  request.send(form);
}

if (findings.length && document.querySelector(".split")) choose(findings[0].dataset.finding, "finding");
