import { type Alarm, grafanaDashboard, panels, prometheusRules, prometheusTests } from '@recordings/alarms';
import { stringify } from 'yaml';
import { notAlarmed } from './not-alarmed.ts';
import { renderRunbookIndex } from './render-runbook-index.ts';

export const OBSERVABILITY = 'docker/observability';
export const RULE_FILE = 'alerts.rules.yml';
export const TEST_FILE = 'alerts.test.yml';
export const INDEX = 'docs/runbooks/README.md';
/** Pages of the folder that belong to no alarm. */
export const OTHER_PAGES: readonly string[] = [INDEX, 'docs/runbooks/shell.md'];

const HEAD = '# Generated from libs/core/alarms by `npm run docs`. Do not edit.\n';

/** Content of each file that is made from the table, by path. */
export const generatedFiles = (alarms: readonly Alarm[]): ReadonlyMap<string, string> =>
  new Map([
    [`${OBSERVABILITY}/${RULE_FILE}`, toYaml(prometheusRules(alarms))],
    [`${OBSERVABILITY}/${TEST_FILE}`, toYaml(prometheusTests(alarms, RULE_FILE))],
    [
      `${OBSERVABILITY}/dashboards/recordings.json`,
      `${JSON.stringify(grafanaDashboard(panels), undefined, 2)}\n`,
    ],
    [INDEX, renderRunbookIndex(alarms, notAlarmed)],
  ]);

const toYaml = (content: unknown): string =>
  HEAD + stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });
