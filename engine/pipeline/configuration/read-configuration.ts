import { checkDocument, refuse } from './check-document.ts';
import type { Configuration } from './configuration.ts';
import { configurationSchema } from './schema.ts';
import { toConfiguration } from './to-configuration.ts';

/**
 * Reads and checks a `plimsoll.yaml`.
 *
 * in      its text, bytes that are not UTF-8 as U+FFFD; `file` names it in messages
 * out     the configuration with defaults filled in and references canonical
 * faults  configuration-invalid: one line for each error, `file:line:column: what is wrong and what to write instead`
 */
export function readConfiguration(text: string, file: string): Configuration {
  const { value, yaml } = checkDocument(text, file, configurationSchema);
  const { configuration, problems } = toConfiguration(value, { file, yaml });
  if (problems.length > 0)
    refuse(
      file,
      problems.map(({ path, message }) => ({ ...yaml.positionOf(path), message })),
    );
  return configuration;
}
