import { stepInto } from './evidence-path.ts';
import type { Field, Place } from './field.ts';
import { scanCode } from './scan-code.ts';
import { scanTemplate } from './scan-template.ts';
import type { Search } from './search.ts';
import { formOf } from './text-form.ts';
import { walkValue } from './walk-values.ts';

const maxDocuments = 8;
/** Names of files and keys that say that a text is a document even if it is one line. */
const documentName = /\.(?:ya?ml|json|properties|ini|conf|cfg|toml|env|tmpl|tpl|py|sh|js)$/i;
const strong = /(?:^|[\s"'`=,(])([a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)+(?::[\w.-]+|@sha256:[0-9a-f]{64}))(?=$|[\s"'`,;)])/g;

/**
 * Looks into a text that is more than one value: a document is walked, a template, script or configuration file is scanned,
 * and in prose an image is noticed but not believed.
 *
 * gaps    nested-too-deep, nested-too-large
 */
export function readText(search: Search, place: Place, field: Field): void {
  const { text, name } = field;
  if (!isCompound(text, name)) return;
  const here: Place = {
    ...place,
    path: field.path,
    key: name,
    role: field.role,
    scope: undefined,
    documents: place.documents + 1,
  };
  if (here.documents > maxDocuments) {
    search.miss(here, 'nested-too-deep', `more than ${maxDocuments} documents inside one another were not looked into`);
    return;
  }
  const nested = search.nested(text, name);
  if (nested.format === 'unread') search.miss(here, 'nested-too-large', nested.detail);
  else if ('value' in nested)
    walkValue(search, { ...here, path: stepInto(here.path, { reading: nested.format }), depth: here.depth + 1 }, nested.value);
  else if (nested.format === 'template') scanTemplate(search, here, text);
  else if (isProgram(place)) scanCode(search, here, text);
  else rejectProse(search, here, text);
}

/** Whether a text may hold more than one value. */
function isCompound(text: string, name: string): boolean {
  return text.includes('\n') || /^\s*[[{]/.test(text) || (/\s/.test(text) && /[/:@]/.test(text)) || documentName.test(name);
}

/** Files, arguments and variables are read by programs; other texts are read by people. */
function isProgram(place: Place): boolean {
  return place.how === 'config-map' || place.how === 'argument' || place.how === 'environment' || place.how === 'code';
}

function rejectProse(search: Search, place: Place, text: string): void {
  for (const [, found = ''] of text.matchAll(strong)) {
    const form = formOf(found);
    if (form?.hasRegistry && !form.isPort) search.reject(place, found, 'It stands in prose.');
  }
}
