import { type Members, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScannedPackage } from '../../../model/scan.ts';
import { namePackage } from '../name-package.ts';
import { rateStatements, state } from '../rate.ts';
import type { RowDraft } from '../start-reading.ts';

/** What govulncheck says of one vulnerability in one module. */
export interface Finding {
  readonly id: string | undefined;
  /** Its OSV record. */
  readonly record: Members | undefined;
  readonly module: ScannedPackage | undefined;
  readonly fixedIn: readonly string[];
}

/** A finding as a row. */
export function draftOf({ id, record, module, fixedIn }: Finding): RowDraft {
  const statements = objectsAt(record, 'severity').flatMap((severity) => state('go', { vector: textAt(severity, 'score') }));
  return {
    ids: [id, ...textsAt(record, 'aliases')],
    packages: [module],
    severity: rateStatements(statements),
    severities: statements,
    fixedIn,
    status: fixedIn.length > 0 ? 'fixed' : 'not-fixed',
  };
}

/** A module; Go's own library is `stdlib`, with the version of Go without its `v`. */
export function nameModule(name: string | undefined, version: string | undefined): ScannedPackage | undefined {
  const isOwn = name === 'stdlib' || name === 'toolchain';
  return namePackage({ type: 'golang', name, version: isOwn ? version?.replace(/^(?:v|go)/, '') : version });
}
