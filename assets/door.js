// What the pages at the door do better with scripts.
document.querySelectorAll("[data-show]").forEach(function (button) {
  var field = document.getElementById(button.dataset.show);
  button.hidden = false;
  button.addEventListener("click", function () {
    var shows = field.type === "password";
    field.type = shows ? "text" : "password";
    button.setAttribute("aria-pressed", String(shows));
    field.focus();
  });
});
