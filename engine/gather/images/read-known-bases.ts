import { z } from 'zod';
import { readPositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { canonicalize } from '../../formats/reference/reference.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import type { KnownBase } from './find-bases.ts';

const digest = z.string().regex(/^[a-z0-9]+:[a-f0-9]{32,128}$/, 'a digest is `sha256:` and 64 hexadecimal digits');
const entry = z.strictObject({ name: z.string().min(1), digest: digest.optional(), layers: z.array(digest).min(1) });

/**
 * The bases that a project knows: a list of `name`, `layers` (oldest first, as stored or uncompressed) and, if it likes, `digest`.
 *
 * in      YAML or JSON; `file` names it in gaps
 * out     every entry that is right
 * gaps    bases-unreadable: the file, or an entry of it
 */
export function readKnownBases(text: string, file: string): Reading<KnownBase> {
  const yaml = readPositionedYaml(text);
  const gap = (line: number, detail: string): Gap => ({
    code: 'bases-unreadable',
    unit: 'gather/images',
    path: file,
    line,
    detail,
  });
  const [problem] = yaml.problems;
  if (problem) return { items: [], gaps: [gap(problem.line, problem.message)] };
  const list = yaml.value ?? [];
  if (!Array.isArray(list)) return { items: [], gaps: [gap(1, 'it is no list of bases')] };
  const items: KnownBase[] = [];
  const gaps: Gap[] = [];
  for (const [index, value] of list.entries()) {
    const read = entry.safeParse(value);
    const issue = read.error?.issues[0];
    if (issue) gaps.push(gap(yaml.positionOf([index, ...issue.path]).line, `the base was left out: ${issue.message}`));
    if (!read.success) continue;
    const { name, digest: stated, layers } = read.data;
    items.push({ name: canonicalize(name) ?? name, layers, ...(stated !== undefined && { digest: stated }) });
  }
  return { items, gaps };
}
