// What an MCP client needs in order to call the tools that an example workflow serves.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The example workflow refers to this ID. */
const id = 'o365McpClients';

/** The bearer token for this user folder; generated once and kept there, so that clients stay connected. */
export function mcpToken(userFolder) {
	const file = join(userFolder, 'mcp-token');
	if (existsSync(file)) return readFileSync(file, 'utf8');
	const token = randomBytes(24).toString('base64url');
	writeFileSync(file, token, { mode: 0o600 });
	return token;
}

/** A credential to import into n8n, against which its MCP Server Trigger checks every request. */
export const mcpCredential = (token) => ({
	id,
	name: 'MCP clients (sandbox)',
	type: 'httpBearerAuth',
	data: { token },
});

/** The address at which n8n serves the tools of a published workflow. */
export const mcpAddress = (url, { nodes }) =>
	`${url}/mcp/${nodes.find(({ type }) => type.endsWith('.mcpTrigger')).parameters.path}`;
