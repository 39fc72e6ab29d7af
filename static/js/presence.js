// While a form is open, the server is told so every half minute, and answers who else has the same record open.

const hint = document.querySelector("[data-presence]");

async function say() {
  if (document.hidden) return;
  const body = new URLSearchParams({
    csrf_token: hint.dataset.token,
    record_type: hint.dataset.recordType,
    record_id: hint.dataset.recordId,
  });
  const answer = await fetch(hint.dataset.presence, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) return;
  const { sentences } = await answer.json();
  const shown = [...hint.children].map((one) => one.textContent);
  if (sentences.join("\n") === shown.join("\n")) return;
  hint.replaceChildren(
    ...sentences.map((sentence) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = sentence;
      return paragraph;
    }),
  );
}

say();
setInterval(say, 30000);
document.addEventListener("visibilitychange", say);
