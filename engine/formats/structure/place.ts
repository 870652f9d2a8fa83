/** Where something stands in a document: a step below a place above. Put together as text only where somebody is told. */
export interface Place {
  readonly above: Place | undefined;
  /** Name of a field, or index in a list; empty for the document itself. */
  readonly step: string | number;
}

/** A place is told by this many of its last steps; documents that nest deeper are none that anybody looks into by hand. */
const mostSteps = 100;

/** A place as text: `components[3].hashes[0].content`; empty for the document itself. */
export function writePlace(place: Place): string {
  const steps: string[] = [];
  for (let at: Place | undefined = place; at?.above; at = at.above) {
    if (steps.length === mostSteps) {
      steps.push('…');
      break;
    }
    steps.push(typeof at.step === 'number' ? `[${at.step}]` : at.above.above ? `.${at.step}` : at.step);
  }
  return steps.reverse().join('');
}
