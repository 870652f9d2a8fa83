import { sourceUnits } from './all.ts';
import type { SourceUnit } from './source.ts';
import type { SourceSpec } from './source-spec.ts';

/** The unit that reads an entry. The list of units is one of each kind, which the compiler cannot follow through a search. */
export async function unitOf(spec: SourceSpec): Promise<SourceUnit<never> & SourceUnit> {
  const entry = sourceUnits.find(({ id }) => id === spec.kind);
  if (!entry) throw new Error(`no unit reads ${spec.kind}`);
  return (await entry.load()) as unknown as SourceUnit<never> & SourceUnit;
}
