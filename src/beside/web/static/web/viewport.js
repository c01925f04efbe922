// @ts-check
/* On iOS the keyboard covers the page instead of shrinking it. The height that is really free goes into --free, so
   that the chat column, and the composer at its end, follow. Other browsers do it by `interactive-widget`. */

const view = window.visualViewport;
const root = document.documentElement;

function follow() {
  if (!view || view.scale > 1.01) return;
  root.classList.toggle('fitted', view.height < window.innerHeight - 1);
  root.style.setProperty('--free', Math.round(view.height) + 'px');
  window.scrollTo(0, 0);
}

if (view) {
  view.addEventListener('resize', follow);
  view.addEventListener('scroll', follow);
  follow();
}
