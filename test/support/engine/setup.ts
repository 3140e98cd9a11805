/** Runs before n8n-core is loaded: metadata for decorators, and a temporary user folder. */
import 'reflect-metadata';

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'office365-users-test-'));
process.env.N8N_LOG_LEVEL = 'silent';
