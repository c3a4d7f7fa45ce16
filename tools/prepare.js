// Runs after npm ci: sets up the Git hooks. Where there is no checkout, no husky, or a CI, it does nothing.
import { existsSync } from 'node:fs';

if (existsSync('.git') && process.env['CI'] === undefined) {
  try {
    const { default: husky } = await import('husky');
    console.log(husky());
  } catch {
    // Without husky (npm ci --omit=dev) commits are not checked.
  }
}
