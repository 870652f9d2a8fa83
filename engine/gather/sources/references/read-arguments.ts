import type { EvidencePath } from './evidence-path.ts';
import type { Field } from './field.ts';
import type { Search } from './search.ts';

const flag = /^--?([A-Za-z][\w.-]{0,200})(?:=([\s\S]*))?$/;
const assignment = /^([A-Za-z_]\w{0,200})=([\s\S]*)$/;

/**
 * Arguments as fields: `--x-image=…`, `--x-image` `…`, with one dash too, `X_IMAGE=…`, and what stands alone.
 *
 * out     one for each text that is no bare flag, named by its flag
 */
export function readArguments(
  search: Search,
  texts: readonly { readonly text: string; readonly path: EvidencePath | undefined }[],
): readonly Field[] {
  const fields: Field[] = [];
  let waiting = '';
  for (const { text, path } of texts) {
    const [, name, value] = flag.exec(text) ?? (waiting === '' ? assignment.exec(text) : null) ?? [];
    if (name !== undefined && value === undefined) waiting = name;
    else {
      const named = name ?? waiting;
      fields.push({ name: named, role: search.roleOf(named), text: value ?? text, path });
      waiting = '';
    }
  }
  return fields;
}
