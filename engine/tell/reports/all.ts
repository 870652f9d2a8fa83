import type { RendererEntry } from './report.ts';

/** Every renderer of `plimsoll report`. `all.test.ts` fails if a folder is missing here. */
export const renderers: readonly RendererEntry[] = [
  {
    id: 'json',
    format: 'json',
    about: { title: 'JSON for programs; its schema is docs/reference/schemas/report.json' },
    load: async () => (await import('./json/json.ts')).json,
  },
  {
    id: 'markdown',
    format: 'md',
    about: { title: 'Markdown, for a release page or the minutes of a meeting', source: 'https://github.github.com/gfm/' },
    load: async () => (await import('./markdown/markdown.ts')).markdown,
  },
  {
    id: 'terminal',
    format: 'terminal',
    about: { title: 'Tables for a terminal' },
    load: async () => (await import('./terminal/terminal.ts')).terminal,
  },
];
