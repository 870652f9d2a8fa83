import { type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { type Check, entriesWhere } from '../check.ts';

/** Mounts that may be written to, of volumes of a kind. */
export function writableMountsOf(isOfKind: (volume: Members) => boolean): Check['look'] {
  return entriesWhere(
    'volumeMounts',
    '',
    (mount, { workload }) =>
      memberAt(mount, 'readOnly') !== true &&
      objectsAt(workload.pod, 'volumes').some((volume) => textAt(volume, 'name') === textAt(mount, 'name') && isOfKind(volume)),
  );
}
