import type { Registry } from '@recordings/call-record';
import type { StackOptions } from '../options.ts';

const OTHER_FORM = 'enveloped';

/**
 * The services speak the API that their registry names, so a day cannot choose another form.
 *
 * @throws {Error} if OCP would speak another form than the services.
 */
export const requireForm = (profile: StackOptions['profile'], { groups }: Pick<Registry, 'groups'>): void => {
  const names = [...new Set(groups.map(({ exportProfile }) => exportProfile))];
  const isOf = (name: string): boolean => (name === OTHER_FORM) === (profile === OTHER_FORM);
  if (names.every(isOf)) return;
  throw new Error(
    `--profile ${profile}: the groups of the registry have the export profile ${names.join(', ')}; docs/docker.md says how to change it`,
  );
};
