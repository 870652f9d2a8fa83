import { openChecked } from './open-checked.ts';

/**
 * The names of the packages that a vulnerability is said to affect, by its id or an alias.
 *
 * out     as advisories key them; empty when no advisory knows it
 * faults  database-missing, database-invalid
 */
export function findAffectedNames(path: string, id: string): readonly string[] {
  const database = openChecked(path);
  try {
    const rows = database
      .prepare(
        `SELECT DISTINCT package.key AS name FROM affected JOIN package ON package.number = affected.package
         WHERE advisory IN (SELECT number FROM advisory WHERE id = ? UNION SELECT advisory FROM alias WHERE id = ?) ORDER BY name`,
      )
      .all(id, id);
    return rows.map(({ name }) => String(name));
  } finally {
    database.close();
  }
}
