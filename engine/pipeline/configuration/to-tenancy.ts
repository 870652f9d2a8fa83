import { basename } from 'node:path/posix';
import type { PositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import type { TenancyRules } from '../../model/tenancy.ts';
import type { TenancyDocument } from './tenancy-schema.ts';

/** From the rules that people write to those that tenancy is judged by, with the place of each. */
export function toTenancy(
  { parameters, stores }: NonNullable<TenancyDocument>,
  { file, yaml }: { readonly file: string; readonly yaml: PositionedYaml },
): TenancyRules {
  const placeOf = (list: string, index: number) => ({
    file: basename(file),
    line: yaml.positionOf(['tenancy', list, index]).line,
  });
  return {
    parameters: parameters.map(({ checks, ...rule }, index) => ({
      ...rule,
      ...(checks && { checks }),
      ...placeOf('parameters', index),
    })),
    stores: stores.map((rule, index) => ({ ...rule, ...placeOf('stores', index) })),
  };
}
