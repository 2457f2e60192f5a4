"""The members of a task definition in botocore's model of ECS.

Writes {"body": members, "added": names}: members of an object by name, a list as an array of its element, anything else
as the name of its type; and the members that only an answer has.
"""
import json

import botocore.session

model = botocore.session.get_session().get_service_model("ecs")


def tree(shape):
    if shape.type_name == "structure":
        return {name: tree(member) for name, member in shape.members.items()}
    if shape.type_name == "list":
        return [tree(shape.member)]
    return shape.type_name


asked = model.operation_model("RegisterTaskDefinition").input_shape
answered = model.shape_for("TaskDefinition")
print(json.dumps({"body": tree(asked), "added": sorted(set(answered.members) - set(asked.members))}))
