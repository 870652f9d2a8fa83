import type { FileFact, ImageConfiguration, ImageFacts, PlacedAct } from '../../model/image.ts';
import type { ScriptAct, ScriptFile } from '../../model/layer.ts';
import { findProgram, toFact } from './file-fact.ts';
import { findActsOfWords } from './find-acts.ts';
import { findStandingEntry, type LayerStack } from './find-entry.ts';

/**
 * The program that an image starts, what reads it where it is a script, and what it does that root may have to do.
 *
 * in      layers as placed, oldest first; the image's configuration
 * cost    O(acts × depth of their paths × layers)
 */
export function programFacts(
  stack: LayerStack,
  configuration: ImageConfiguration,
): Pick<ImageFacts, 'program' | 'interpreter' | 'acts'> {
  const program = findProgram(stack, configuration);
  const script = program ? findScript(stack, program) : undefined;
  const interpreter = script && findProgram(stack, { ...configuration, entrypoint: [script.interpreter] });
  const acts = script?.acts ?? findActsOfWords([...configuration.entrypoint, ...configuration.command]);
  return {
    program,
    ...(interpreter && { interpreter }),
    ...(acts.length > 0 && { acts: acts.map((act) => placeAct(stack, act, configuration.workingDirectory)) }),
  };
}

function findScript(stack: LayerStack, program: FileFact): ScriptFile | undefined {
  if (program.state !== 'found') return undefined;
  const path = (program.resolved ?? program.path).replace(/^\/+/, '');
  const standing = findStandingEntry(stack, path);
  return standing.kind === 'found' ? stack[standing.layer]?.facts?.scripts?.find((one) => one.path === path) : undefined;
}

/** What is written is the file, or the directory that it would be made in. */
function placeAct(stack: LayerStack, act: ScriptAct, workingDirectory: string): PlacedAct {
  if (act.target === undefined) return act;
  const parts = (act.target.startsWith('/') ? act.target : `${workingDirectory}/${act.target}`).split('/').filter(Boolean);
  const target = `/${parts.join('/')}`;
  for (let depth = parts.length; depth >= 0; depth--) {
    const place = toFact(stack, `/${parts.slice(0, depth).join('/')}`);
    if (place.state !== 'missing') return { ...act, target, place };
  }
  return { ...act, target };
}
