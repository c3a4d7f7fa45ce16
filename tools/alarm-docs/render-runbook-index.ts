import { type Alarm, isOfAws } from '@recordings/alarms';

/** An alert of the requirement documents that has no alarm, and why. */
export type NotAlarmed = { readonly alert: string; readonly why: string };

export const renderRunbookIndex = (
  alarms: readonly Alarm[],
  notAlarmed: readonly NotAlarmed[],
): string => `# Runbooks

Generated from the table of alarms ([libs/core/alarms](../../libs/core/alarms/README.md)) by \`npm run docs\`. Do not edit this page.
Each alarm has a page: what it means, how to look, what to do, when to wake someone.

- **critical**: act now, at night too. **warning**: act on the next working day.
- **P**: Prometheus has a rule. **C**: CloudWatch has an alarm. SQS and Step Functions report their figures to CloudWatch only.
- The commands of all pages use the names of [setting up a shell](shell.md).
- What an operator asks without an alarm is in [operations](../operations.md).

| alarm | severity | what it means | where | source |
|---|---|---|---|---|
${alarms.map(rowOf).join('\n')}

## Not alarmed yet

| alert of the requirement documents | why |
|---|---|
${notAlarmed.map(({ alert, why }) => `| ${alert} | ${why} |`).join('\n')}
`;

const rowOf = ({ id, title, severity, means, condition, source }: Alarm): string =>
  `| [${title}](${id}.md) | ${severity} | ${means} | ${isOfAws(condition) ? 'C' : 'P, C'} | ${source} |`;
