# For `flask` commands on one's own machine; what the environment says goes before it.
FLASK_APP=app
CONVERSATIONS_ENVIRONMENT=local
