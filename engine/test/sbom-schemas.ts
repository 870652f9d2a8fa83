import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** The folder of real data, see docs/performance.md; tests that need it say so and are skipped where it is absent. */
export const dataFolder = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../shared/data');

/** Why a test that needs the published schemas is skipped; false where they are there. */
export const withoutSchemas = existsSync(join(dataFolder, 'schemas')) ? false : 'the published schemas are not here';

/**
 * The validator of a published JSON Schema: `cyclonedx-1.6`, `spdx-2.3`.
 *
 * out     a function that says what of a document breaks it, as sentences; none for a valid one
 */
export function schemaErrors(name: string): (document: unknown) => readonly string[] {
  const parts = name.startsWith('cyclonedx') ? ['spdx', 'jsf-0.82', 'cryptography-defs'] : [];
  return errorsBy(read(name), parts.map(read));
}

/** Likewise for a schema that a test states itself, with those that it refers to. */
export function errorsBy(schema: object, parts: readonly object[] = []): (document: unknown) => readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false });
  addFormats.default(ajv);
  for (const format of ['iri-reference', 'idn-email']) ajv.addFormat(format, true);
  for (const part of parts) ajv.addSchema(part);
  const validate: ValidateFunction = ajv.compile(schema);
  return (document) =>
    validate(document) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function read(name: string): object {
  const schema = JSON.parse(readFileSync(join(dataFolder, `schemas/${name}.schema.json`), 'utf8'));
  // Draft 4 calls it `id`; what else these schemas use means the same in the draft that is checked by.
  if (!String(schema.$schema).includes('draft-04')) return schema;
  const { id: _, $schema: __, ...rest } = schema;
  return rest;
}
