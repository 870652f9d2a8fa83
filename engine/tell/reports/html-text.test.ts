import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeHtml, html } from './html-text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onclick='x",
    '<!--',
    ']]>',
    '&lt;',
    '\u202Egnp',
  ),
);

test('text is text in elements and attributes, whatever it holds', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { html: made } = html`<a title="${text}">${text}</a>`;
      assert.match(made, /^<a title="[^"<>']*">[^<>"']*<\/a>$/);
      assert.doesNotMatch(made.replace(/&(?:amp|lt|gt|quot|#39);/g, ''), /&/);
    }),
  );
});

test('no control character and no mark that turns text around is left', () => {
  fc.assert(fc.property(anyText, (text) => assert.doesNotMatch(escapeHtml(text), /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)));
});

test('pieces and lists of pieces are put in as they are, nothing for undefined', () => {
  const items = ['a<b', 'c'].map((text) => html`<li>${text}</li>`);
  assert.equal(html`<ul>${items}${undefined}${7}</ul>`.html, '<ul><li>a&lt;b</li><li>c</li>7</ul>');
});
