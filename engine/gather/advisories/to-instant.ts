const form = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d{1,12})?(Z|[+-]\d\d:?\d\d)?)?$/;

/** By far the most are written so. */
const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * A date as advisories write it, to the second in UTC, so that texts order as times do.
 *
 * in      a date, or a date and time with or without fraction and zone; without zone it is UTC, as NVD and the CVE list mean it
 * out     `2024-05-01T00:00:00Z`; undefined for anything else
 */
export function toInstant(text: string | undefined): string | undefined {
  if (text?.length === 20 && whole.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  const [, day, time = '00:00:00', zone = 'Z'] = form.exec(text ?? '') ?? [];
  if (day === undefined) return undefined;
  const millis = Date.parse(`${day}T${time}${zone}`);
  if (Number.isNaN(millis)) return undefined;
  return zone === 'Z' ? `${day}T${time}Z` : `${new Date(millis).toISOString().slice(0, 19)}Z`;
}
