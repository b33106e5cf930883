// What axe does not look at; added to every page before its own scripts. All of it works under a strict policy of content.
window.accessibility = {
  // Text that 400 % of zoom (or a phone of 320 px) would push off the screen.
  widest() {
    return document.documentElement.scrollWidth;
  },

  // The distances between lines, words and letters of WCAG 1.4.12.
  spaceText() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :not(svg, svg *) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-bottom: 2em !important; }
    `);
    document.adoptedStyleSheets = [sheet];
  },

  unspaceText() {
    document.adoptedStyleSheets = [];
  },

  // Elements that cut their own text off, but those that are hidden from eyes on purpose or that one can scroll.
  cut() {
    const isCut = (node) => {
      const style = getComputedStyle(node);
      if (style.clipPath !== "none" || style.clip !== "auto" || node.clientWidth < 2) return false;
      if (Math.abs(parseFloat(style.textIndent)) > 1000) return false; // a picture stands for the words
      const hides = (value) => value === "hidden" || value === "clip";
      return (
        (hides(style.overflowX) && node.scrollWidth > node.clientWidth + 1) ||
        (hides(style.overflowY) && node.scrollHeight > node.clientHeight + 1)
      );
    };
    const hasText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    return [...document.body.querySelectorAll("*")]
      .filter((node) => !node.closest("svg") && hasText(node) && isCut(node))
      .map((node) => node.outerHTML.slice(0, 120));
  },

  // Things to press that are smaller than 24 px either way. Words in a sentence are as high as its lines (WCAG 2.5.8).
  small() {
    const isInText = (node) =>
      getComputedStyle(node).display === "inline" &&
      [...node.parentElement.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    const area = (node) => {
      const own = node.getBoundingClientRect();
      if (!["radio", "checkbox"].includes(node.type)) return own;
      const label = node.closest("label") || node.labels[0];
      const around = label ? label.getBoundingClientRect() : own;
      const left = Math.min(own.left, around.left), top = Math.min(own.top, around.top);
      return new DOMRect(left, top, Math.max(own.right, around.right) - left, Math.max(own.bottom, around.bottom) - top);
    };
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
      .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !node.closest("svg"))
      .filter((node) => !node.matches(".visually-hidden, .skip-link, [tabindex='-1'], :disabled") && !isInText(node))
      .filter((node) => area(node).width > 0)
      .filter((node) => area(node).width < 23.5 || area(node).height < 23.5)
      .map((node) => `${Math.round(area(node).width)}x${Math.round(area(node).height)} ${node.outerHTML.slice(0, 120)}`);
  },

  // Parts in another language that do not say so: fields for texts of one language, words in letters of another.
  unmarked() {
    const said = (node) => node.closest("[lang]").lang;
    const fields = [...document.querySelectorAll("input:not([type=hidden]), textarea")]
      .filter((node) => /_(kk|ru|en)$/.test(node.name) && said(node) !== node.name.slice(-2))
      .filter((node) => node.matches("textarea, [type=text], :not([type])"))
      .map((node) => `a field for ${node.name.slice(-2)}: ${node.name}`);
    const foreign = { ru: /[әғқңөұүһі]/i, en: /[а-яәғқңөұүһі]/i };
    const words = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (!parentElement.closest("script, style, svg, textarea") && foreign[said(parentElement)]?.test(data))
        words.push(`words of another language: ${data.trim().slice(0, 80)} in ${parentElement.outerHTML.slice(0, 80)}`);
    }
    return [...fields, ...words];
  },

  // Choices whose words are too pale on their ground: axe does not judge words over a picture, here the arrow.
  pale() {
    const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => {
      const [r, g, b] = parts(colour).map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (node) => {
      const colour = getComputedStyle(node).backgroundColor;
      return (parts(colour)[3] ?? 1) < 1 && node.parentElement ? ground(node.parentElement) : colour;
    };
    const contrast = (node) => {
      const [one, other] = [light(getComputedStyle(node).color), light(ground(node))];
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    };
    return [...document.querySelectorAll("select")]
      .filter((node) => node.checkVisibility() && !node.disabled && contrast(node) < 4.5)
      .map((node) => `${contrast(node).toFixed(2)} ${node.outerHTML.slice(0, 120)}`);
  },

  // What moves, or comes and goes slowly, though this window asks that nothing does.
  moving() {
    const lasts = (value) => value.split(", ").some((time) => parseFloat(time) > 0.001);
    return [...document.querySelectorAll("*")].filter((node) => {
      const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(node);
      const isAnimated = animationName !== "none" && lasts(animationDuration);
      return lasts(transitionDuration) || isAnimated || scrollBehavior === "smooth";
    }).map((node) => node.outerHTML.slice(0, 100));
  },

  // What has the focus, and what a person with eyes cannot tell about it.
  focused() {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const shown = node.matches(".pick input, .key input") ? node.nextElementSibling : node;
    const box = shown.getBoundingClientRect();
    const style = getComputedStyle(shown);
    const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]));
    const isSeen = points.filter(([x, y]) => inside(x, y)).some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (top === node || node.contains(top) || shown.contains(top) || top.contains(shown));
    });
    const isMarked = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
    return { name: node.outerHTML.slice(0, 140), isSeen, isMarked: isMarked || style.boxShadow !== "none" };
  },
};
