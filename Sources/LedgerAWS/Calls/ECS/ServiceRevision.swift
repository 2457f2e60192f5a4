import LedgerValues

/// What a service ran at one time.
package struct ServiceRevision: Equatable, Sendable {
    package let arn: String
    package let taskDefinition: String?
    package let images: [Image]

    package struct Image: Equatable, Sendable {
        package let container: String
        package let image, digest: String?
    }

    init(_ object: JSONObject) throws(AnswerError) {
        arn = try object.required("serviceRevisionArn")
        taskDefinition = object.text("taskDefinition")
        images = object.objects("containerImages").map {
            Image(container: $0.text("containerName") ?? "", image: $0.text("image"), digest: $0.text("imageDigest"))
        }
    }
}
