/** What listing the tenant's definitions and products takes (docs/graph.md#extensions, docs/graph.md#products). */
export const DEFINITION_PERMISSIONS = {
	extensions: 'Application.Read.All',
	securityAttributes: 'CustomSecAttributeDefinition.Read.All',
} as const;

export const PRODUCTS_PERMISSION = 'LicenseAssignment.Read.All';
