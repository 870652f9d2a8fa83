import { type Html, html } from '../../html-text.ts';
import { rowList } from './row-list.ts';

/** The table of packages, of one image or of all: its frame, which the page's script fills from the data. */
export function packages(): Html {
  return html`<section id="packages" aria-labelledby="packages-title"><h2 id="packages-title" tabindex="-1">Packages</h2>
${rowList({
  name: 'Packages',
  caption: 'Packages of the images, as far as they were read',
  command: 'plimsoll report --format cyclonedx',
  controls: html`<label>Search <input type="search" data-query="text" placeholder="package, image"></label>`,
  columns: [
    ['name', 'Package'],
    ['', 'Version'],
    ['kind', 'Kind'],
    ['image', 'Image'],
  ],
})}</section>`;
}
