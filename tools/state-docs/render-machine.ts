import { type Machine, runMachine, type Transition } from './run-machine.ts';

/** What the words of a machine mean, for the reader. */
export type MachineWords = {
  readonly title: string;
  readonly introduction: string;
  readonly states: Readonly<Record<string, string>>;
  readonly events: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, string>>;
  /** States after which the item is done. */
  readonly final: readonly string[];
};

type Row = Omit<Transition, 'event'> & { readonly events: readonly string[] };

/** Renders one machine: its words, its diagram, and the table of every transition. */
export const renderMachine = <S, E>(machine: Machine<S, E>, words: MachineWords): string => {
  const transitions = runMachine(machine);
  const allEvents = machine.events.map(({ label }) => label);
  return [
    `## ${words.title}\n`,
    `${words.introduction}\n`,
    renderWords('state', words.states),
    renderDiagram(transitions, machine.nameOf(machine.states[0]!.state), words.final),
    renderWords('event', words.events),
    renderWords('command', words.commands),
    'Every transition. An event that is not in the table for a state changes nothing.\n',
    renderTable(joinEvents(transitions), allEvents),
  ].join('\n');
};

const renderWords = (kind: string, words: Readonly<Record<string, string>>): string =>
  [
    `| ${kind} | meaning |`,
    '|---|---|',
    ...Object.entries(words).map(([word, meaning]) => `| \`${word}\` | ${meaning} |`),
    '',
  ].join('\n');

/** Joins transitions that differ in the event only. */
const joinEvents = (transitions: readonly Transition[]): Row[] => {
  const rows = new Map<string, Row>();
  for (const { event, ...rest } of transitions) {
    const key = JSON.stringify(rest);
    rows.set(key, { ...rest, events: [...(rows.get(key)?.events ?? []), event] });
  }
  return [...rows.values()];
};

const renderTable = (rows: readonly Row[], allEvents: readonly string[]): string =>
  [
    '| state | event | when | next state | commands |',
    '|---|---|---|---|---|',
    ...rows.map(({ from, events, when, to, commands }) => {
      const event = events.length === allEvents.length ? 'any' : events.join('; ');
      return `| ${[from, event, when, from === to ? 'the same' : to, commands.join(', ')].join(' | ')} |`;
    }),
    '',
  ].join('\n');

const renderDiagram = (
  transitions: readonly Transition[],
  initial: string,
  final: readonly string[],
): string => {
  const edges = new Map<string, string[]>();
  for (const { from, to, event } of transitions) {
    const [start, end] = [phaseOf(from), phaseOf(to)];
    if (start === end) continue;
    const edge = `${start} --> ${end}`;
    const label = phaseOf(event);
    const labels = edges.get(edge) ?? [];
    if (!labels.includes(label)) edges.set(edge, [...labels, label]);
  }
  return [
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${phaseOf(initial)}`,
    ...[...edges].map(([edge, labels]) => `  ${edge}: ${labels.join(', ')}`),
    ...final.map((state) => `  ${state} --> [*]`),
    '```\n',
  ].join('\n');
};

/** Drops the part in brackets: the diagram has one box for each phase. */
const phaseOf = (name: string): string => name.replace(/ \(.*\)$/, '');
