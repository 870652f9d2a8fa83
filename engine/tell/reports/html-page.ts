import { createHash } from 'node:crypto';
import { htmlStyle } from './html-style.ts';
import { type Html, html } from './html-text.ts';

/** What a page is made of. */
export interface HtmlPage {
  readonly title: string;
  /** Address and name of what the bar on top leads to. */
  readonly navigation: readonly (readonly [address: string, name: string])[];
  readonly main: Html;
  readonly footer: Html;
  /** JavaScript that runs when all is there. */
  readonly script: string;
  /** Data blocks for the script. */
  readonly data?: readonly Html[];
}

/**
 * A page that needs nothing but itself: its policy lets it run its own script and style, known by their digests, and forbids every request.
 *
 * source  Content Security Policy Level 3
 */
export function toPage({ title, navigation, main, footer, script, data = [] }: HtmlPage): string {
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(htmlStyle)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${{ html: htmlStyle }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="top"><div class="wrap"><span class="brand">${mark}Plimsoll</span>
<nav aria-label="Sections"><ul>${navigation.map(([address, name]) => html`<li><a href="${address}">${name}</a></li>`)}</ul></nav>
<button type="button" class="theme" data-theme-switch hidden>Theme: system</button></div></header>
<main id="main" class="wrap" tabindex="-1">
${main}
</main>
<footer><div class="wrap">${footer}</div></footer>
${data}<script>${{ html: script }}</script>
</body>
</html>
`.html
  }`;
}

/** A hull's mark: a circle, and the line that may not sink below the water. */
const mark = html`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.4"><circle cx="12" cy="12" r="7.5"/><path d="M1.5 12h21"/></svg>`;

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
