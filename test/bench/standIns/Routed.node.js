// Office 365 Users without customOperations: n8n then runs it by RoutingNode, as it does for an agent's tool.
const {
	Office365Users,
} = require('n8n-nodes-office365-users/dist/nodes/Office365Users/Office365Users.node.js');

class Routed extends Office365Users {
	constructor() {
		super();
		const { icon: _icon, ...description } = this.description;
		this.description = { ...description, name: 'routed', displayName: 'Routed' };
		this.customOperations = undefined;
	}
}

module.exports = { Routed };
