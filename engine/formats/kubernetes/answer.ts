/** Whether something holds, as far as manifests tell. */
export type Answer = 'yes' | 'no' | 'maybe';

/** The value of a label: null where there is no such label, undefined where nobody knows. */
export type LabelLookUp = (key: string) => string | null | undefined;

/** Whether something holds of all. */
export function allOf<T>(all: Iterable<T>, ask: (each: T) => Answer): Answer {
  let whole: Answer = 'yes';
  for (const each of all) {
    const answer = ask(each);
    if (answer === 'no') return 'no';
    if (answer === 'maybe') whole = 'maybe';
  }
  return whole;
}

/** Whether something holds of at least one. */
export function anyOf<T>(all: Iterable<T>, ask: (each: T) => Answer): Answer {
  return not(allOf(all, (each) => not(ask(each))));
}

/** Whether something does not hold. */
export function not(answer: Answer): Answer {
  return answer === 'maybe' ? 'maybe' : answer === 'yes' ? 'no' : 'yes';
}
