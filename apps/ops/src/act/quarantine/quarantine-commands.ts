import { type Command, Option } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { readCount } from '../../options/read-count.ts';
import { withActOptions } from '../act-options.ts';
import { type DiscardOptions, discardQuarantined } from './discard-quarantined.ts';
import { KINDS, type Kind, listQuarantine, showQuarantined } from './list-quarantine.ts';
import { type ReleaseOptions, releaseBytes } from './release-bytes.ts';

const MAX_ENTRIES = 10_000;

type ListOptions = {
  readonly kind: Kind;
  readonly tenant?: string;
  readonly limit: string;
  readonly json?: boolean;
};

/** `quarantine list`, `show`, `release`, `discard`. */
export const addQuarantineCommands = (program: Command, ops: Ops, end: End): void => {
  const quarantine = program.command('quarantine').description('bytes and events that were not trusted');
  quarantine
    .command('list')
    .description('what is in quarantine, and why')
    .addOption(kindOption())
    .option('--tenant <tenant>', 'only recordings of this tenant')
    .option('--limit <n>', 'objects that are printed at most', '100')
    .option('--json', 'one JSON object each')
    .action(async ({ kind, tenant, limit, json }: ListOptions) =>
      end(
        await listQuarantine(ops, {
          ...{ kind, limit: readCount('--limit', limit, MAX_ENTRIES), isJson: json === true },
          ...(tenant !== undefined && { tenant }),
        }),
      ),
    );
  quarantine
    .command('show')
    .description('everything that is known of one object, as JSON')
    .argument('<key>', 'its key, as `quarantine list` names it')
    .action(async (key: string) => end(await showQuarantined(ops, key)));
  addActs(quarantine, ops, end);
};

type ChoiceOptions = DiscardOptions & {
  readonly kind: Kind;
  readonly withReason?: string;
  readonly tenant?: string;
};

const kindOption = (): Option =>
  new Option('--kind <kind>', 'which objects').choices(Object.keys(KINDS)).default('recordings');

const addActs = (quarantine: Command, ops: Ops, end: End): void => {
  withActOptions(
    quarantine
      .command('release')
      .description('accepts rejected bytes as the recording of their call')
      .argument('<tenant>', 'the tenant of the call')
      .argument('<call>', 'the id of the call')
      .option('--sha256 <hex>', 'the beginning of their SHA-256, if several were rejected'),
  ).action(async (tenant: string, call: string, options: ReleaseOptions) =>
    end(await releaseBytes(ops, tenant, call, options)),
  );
  withActOptions(
    quarantine
      .command('discard')
      .description('hides objects from the lists; their bytes stay')
      .argument('[key...]', 'their keys, as `quarantine list` names them; else --with-reason or --tenant')
      .addOption(kindOption())
      .option('--with-reason <reason>', 'all with this reason')
      .option('--tenant <tenant>', 'all recordings of this tenant')
      .option('--all', 'more than 100 objects: proposes it, and another person approves it'),
  ).action(async (keys: string[], { kind, withReason: reason, tenant, ...options }: ChoiceOptions) =>
    end(await discardQuarantined(ops, keys, { kind, reason, tenant }, options)),
  );
};
