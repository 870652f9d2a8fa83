import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AddedKnowledge } from '../gather/packages/all.ts';
import { readKnownArtifacts } from '../gather/packages/java/read-known-artifacts.ts';
import { Fault } from '../model/fault.ts';
import type { Configuration } from '../pipeline/configuration/configuration.ts';

/**
 * What a project adds to what the catalogers know.
 *
 * in      the configuration and its folder
 * faults  file-unreadable, configuration-invalid: the file that `knownClasses` names
 */
export function readAddedKnowledge({ knownClasses }: Pick<Configuration, 'knownClasses'>, folder: string): AddedKnowledge {
  if (knownClasses === undefined) return {};
  const read = readKnownArtifacts(readText(join(folder, knownClasses), knownClasses));
  if (typeof read === 'string') throw new Fault('configuration-invalid', `\`knownClasses: ${knownClasses}\`: ${read}`);
  return { knownClasses: read };
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('file-unreadable', `\`${name}\`, which \`knownClasses\` names, cannot be read`, { cause });
  }
}
