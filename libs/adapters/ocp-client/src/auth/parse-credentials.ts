import { parseJson } from '@recordings/reconciliation';
import { OcpCredentials } from './ocp-auth.ts';

/**
 * Reads credentials from JSON text.
 *
 * @throws {Error} naming each wrong place. It never contains a value: they are secrets.
 */
export const parseOcpCredentials = (text: string): OcpCredentials => {
  const value = parseJson(text);
  if (value === undefined) throw new Error('the value is not JSON');
  const { success, data, error } = OcpCredentials.safeParse(value);
  if (success) return data;
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the value'}: ${message}`);
  throw new Error(`wrong credentials: ${faults.join('; ')}`);
};
