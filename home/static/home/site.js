// The only script of the public site. Without it everything works: a link beside each video leads to it.
"use strict";

// A video stays with its host until the reader asks for it; then its player stands where the button was.
for (const button of document.querySelectorAll("button[data-video]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const player = document.createElement("iframe");
    player.title = document.getElementById(button.getAttribute("aria-describedby")).textContent;
    player.allow = "fullscreen; picture-in-picture; encrypted-media";
    player.allowFullscreen = true;
    player.referrerPolicy = "strict-origin-when-cross-origin";
    player.src = button.dataset.video;
    button.closest("p").before(player);
    button.remove();
    player.focus(); // the button that had the focus is gone
  });
}
