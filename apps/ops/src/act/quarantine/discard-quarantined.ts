import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { type ActOptions, act } from '../act.ts';
import { propose } from '../proposals/propose.ts';
import { findQuarantined, type QuarantineFilter, readNamed } from './choose-quarantined.ts';
import { type Discarded, discardEach, sayDiscarded } from './discard-each.ts';
import { openQuarantine } from './open-quarantine.ts';

export type DiscardOptions = ActOptions & { readonly all?: boolean };

/** One person hides at most so many. */
const MAX_OBJECTS = 100;

/** Hides objects of the quarantine: those that are named, or those that fit. More than 100 are proposed to another person. */
export const discardQuarantined = async (
  ops: Ops,
  keys: readonly string[],
  filter: QuarantineFilter,
  options: DiscardOptions,
): Promise<ExitStatus> => {
  const platform = await ops.open();
  const store = openQuarantine(platform);
  const named = await readNamed(store, keys, ops.signal);
  const missing = keys.filter((_, at) => named[at] === undefined);
  for (const key of missing)
    ops.terminal.complain(`Nothing is in quarantine as ${key}, or nothing says why.`);
  if (missing.length > 0) return exitStatus.nothingFound;
  const entries =
    keys.length > 0 ? named.flatMap((one) => one ?? []) : await findQuarantined(store, filter, ops.signal);
  if (entries.length === 0) {
    ops.terminal.complain('Nothing of this kind is in quarantine.');
    return exitStatus.nothingFound;
  }
  if (entries.length > MAX_OBJECTS) {
    const { kind, reason, tenant } = filter;
    if (!options.all || keys.length > 0) throw tooMany(entries.length);
    const kept = { kind, ...(reason !== undefined && { reason }), ...(tenant !== undefined && { tenant }) };
    return propose(ops, options, { command: 'quarantine discard', options: kept, objects: entries.length });
  }
  return act<Discarded>(ops, options, {
    command: 'quarantine discard',
    about: { objects: entries.map(({ key, why }) => ({ key, why })) },
    plan: {
      text: ['To be hidden from the lists; the bytes stay:', ...entries.map(({ key }) => key)].join('\n'),
      json: { objects: entries.map(({ key, why }) => ({ key, why })) },
    },
    run: (by) => discardEach(ops, platform, entries, { by, reason: options.reason }),
    render: sayDiscarded,
  });
};

const tooMany = (count: number): WrongArgumentError =>
  new WrongArgumentError(
    `${count} objects are to be hidden; expected at most ${MAX_OBJECTS}. --with-reason or --tenant with --all proposes more, and another person approves it`,
  );
