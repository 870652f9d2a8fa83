import type { DecisionProduct } from '../../model/triage-decision.ts';
import { entriesAt, isObject, listAt, memberAt, textAt, textsAt } from '../json/members.ts';
import { checkStatement, joinReadings, toUtc, type VexReading } from '../vex/stated-vex.ts';

/** Whether a JSON value means to be an OpenVEX document. */
export function isOpenVex(value: unknown): boolean {
  const context = memberAt(value, '@context');
  const texts = Array.isArray(context) ? context : [context];
  return (
    texts.some((text) => typeof text === 'string' && text.startsWith('https://openvex.dev/ns')) &&
    Array.isArray(memberAt(value, 'statements'))
  );
}

/**
 * The statements of an OpenVEX document.
 *
 * in      the value of a JSON document; 0.0.1 has vulnerabilities and products as texts, 0.2.0 as objects
 * out     a statement without a time of its own has that of the document
 * source  OpenVEX 0.2.0 and 0.0.1
 */
export function readOpenVex(value: unknown): VexReading {
  const documentTime = toUtc(textAt(value, 'timestamp'));
  return joinReadings(
    listAt(value, 'statements').map((statement, index): VexReading => {
      const at = ['statements', index];
      if (!isObject(statement)) return { statements: [], flaws: [{ at, detail: 'is no statement' }] };
      const stated = textAt(statement, 'timestamp');
      const statedAt = toUtc(stated) ?? documentTime;
      const text = textAt(statement, textAt(statement, 'status') === 'affected' ? 'action_statement' : 'impact_statement');
      const checked = checkStatement({
        at,
        ids: idsOf(memberAt(statement, 'vulnerability')),
        status: textAt(statement, 'status'),
        justification: textAt(statement, 'justification'),
        products: productsOf(statement),
        ...(text !== undefined && { text }),
        ...(statedAt !== undefined && { statedAt }),
      });
      const isLate = stated === undefined || toUtc(stated) !== undefined;
      return isLate
        ? checked
        : joinReadings([
            checked,
            { statements: [], flaws: [{ at: [...at, 'timestamp'], detail: 'is no time; that of the document counts' }] },
          ]);
    }),
  );
}

function idsOf(vulnerability: unknown): readonly string[] {
  if (typeof vulnerability === 'string') return vulnerability.trim() === '' ? [] : [vulnerability.trim()];
  const name = textAt(vulnerability, 'name') ?? textAt(vulnerability, '@id')?.split('/').at(-1);
  return [...new Set([...(name ? [name] : []), ...textsAt(vulnerability, 'aliases')])];
}

/** In 0.0.1 parts stand beside the products, and are of each. */
function productsOf(statement: unknown): readonly DecisionProduct[] {
  const beside = listAt(statement, 'subcomponents').flatMap(namesOf);
  return listAt(statement, 'products').map((product) => ({
    ids: namesOf(product),
    subcomponents: [...beside, ...listAt(product, 'subcomponents').flatMap(namesOf)],
  }));
}

/** Every name of a component: its id, its identifiers, its hashes. */
function namesOf(component: unknown): readonly string[] {
  if (typeof component === 'string') return component.trim() === '' ? [] : [component.trim()];
  const id = textAt(component, '@id');
  const others = [...entriesAt(component, 'identifiers'), ...entriesAt(component, 'hashes')].flatMap(([, text]) =>
    typeof text === 'string' && text.trim() !== '' ? [text.trim()] : [],
  );
  return [...new Set([...(id ? [id] : []), ...others])];
}
