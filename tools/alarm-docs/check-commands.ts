/** What exists: the names that commands of a runbook may use. */
export type KnownNames = {
  /** Services whose log and tasks can be asked for. */
  readonly services: readonly string[];
  /** Queues, by name without prefix. */
  readonly queues: readonly string[];
  /** Names after the prefix: tables, queues, topics, buckets, task definitions, schedules. */
  readonly resources: readonly string[];
  /** Metrics in CloudWatch. */
  readonly figures: readonly string[];
  /** Scripts of `npm run`. */
  readonly scripts: readonly string[];
  /** Whether the source logs an event of this name. */
  readonly isLogged: (event: string) => boolean;
};

export type Page = { readonly path: string; readonly text: string };

/** Commands of runbook pages that name something that does not exist. One line each. */
export const checkCommands = (pages: readonly Page[], names: KnownNames): string[] =>
  pages.flatMap(({ path, text }) =>
    commandsOf(text).flatMap((command) =>
      faultsOf(command, names).map((fault) => `${path}: ${command}: ${fault}`),
    ),
  );

/** The lines of shell blocks, and the commands within sentences. */
const commandsOf = (text: string): string[] => {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block]) => block!.trim().split('\n'));
  const prose = text.replaceAll(/^```.*?^```/gms, '');
  const inline = [...prose.matchAll(/`((?:logs|queue|figure|restart|npm run) [^`]+)`/g)].map(
    ([, code]) => code!,
  );
  return [...blocks, ...inline];
};

const faultsOf = (command: string, names: KnownNames): string[] => {
  const [verb, first = '', second = ''] = command.split(/\s+/);
  const faults = [...command.matchAll(/\$P-([a-z-]+)/g)]
    .map(([, name]) => name!)
    .filter((name) => !names.resources.includes(name))
    .map((name) => `no table, queue, topic or bucket is named ${name}`);
  const script = /npm run ([\w:-]+)/.exec(command)?.[1];
  if (script && !names.scripts.includes(script)) faults.push(`there is no script ${script}`);
  if (verb === 'logs' && !names.services.includes(first)) faults.push(`there is no service ${first}`);
  if (verb === 'logs' && !names.isLogged(second)) faults.push(`no service logs ${second}`);
  if (verb === 'queue' && !names.queues.includes(first)) faults.push(`there is no queue ${first}`);
  if (verb === 'figure' && !names.figures.includes(first)) faults.push(`CloudWatch gets no metric ${first}`);
  if (verb === 'restart' && !names.services.includes(first)) faults.push(`there is no service ${first}`);
  return faults;
};
